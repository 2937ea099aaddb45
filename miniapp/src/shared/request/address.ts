/** The API as this target reaches it. */
export const API_ROOT = `${API_ORIGIN}/api/v1`;
