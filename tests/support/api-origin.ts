// The build puts the address of the API in the place of this name.
Object.assign(globalThis, { API_ORIGIN: '' });
