const PAPER = { light: '#f4f3ef', dark: '#141618' } as const;

/** Paints what lies behind the page, which shows when a list is pulled beyond its end. */
export function paintShell(theme: 'light' | 'dark'): void {
  document.body.style.backgroundColor = PAPER[theme];
  document.documentElement.style.colorScheme = theme;
}
