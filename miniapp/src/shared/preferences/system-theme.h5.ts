import { createObservable, type Observable } from '../observable';

const night = window.matchMedia('(prefers-color-scheme: dark)');

/** Whether the browser asks for night colours, and when that changes. */
export const systemTheme: Observable<'light' | 'dark'> = createObservable(night.matches ? 'dark' : 'light');

// Safari before 14 knows only addListener; the oldest browser we promise is 14.
night.addEventListener('change', ({ matches }) => systemTheme.set(matches ? 'dark' : 'light'));
