/** From here on the phone takes nothing new, so that what it holds is safe (B-11.8). */
export const FULL_AT = 0.8;
