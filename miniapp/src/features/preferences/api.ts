import type { SignedInDeviceDto } from '@contracts/api/identity';
import { get, post } from '@/shared/request/api';
import type { Answer } from '@/shared/request/failure';

export type Devices = { readonly items: readonly SignedInDeviceDto[] };
type Done = { readonly changed: boolean };

export const loadDevices = (): Promise<Answer<Devices>> => get<Devices>('/my/devices');
export const endDevice = (sessionId: string, key: string): Promise<Answer<Done>> => post<Done>(`/my/devices/${sessionId}/end`, {}, key);
export const endAllDevices = (key: string): Promise<Answer<Done>> => post<Done>('/sessions/end-all', {}, key);
