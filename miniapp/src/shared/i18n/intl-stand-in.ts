type NumberStyle = { minimumFractionDigits?: number; maximumFractionDigits?: number };

class PluralRules {
  private readonly english: boolean;

  constructor(locale = 'zh-CN') {
    this.english = locale.startsWith('en');
  }

  select(count: number): 'one' | 'other' {
    return this.english && count === 1 ? 'one' : 'other';
  }

  resolvedOptions(): { pluralCategories: string[] } {
    return { pluralCategories: this.english ? ['one', 'other'] : ['other'] };
  }
}

class NumberFormat {
  constructor(
    _locale?: string,
    private readonly style: NumberStyle = {},
  ) {}

  format(value: number): string {
    const digits = this.style.maximumFractionDigits;
    const [whole = '0', fraction] = (digits === undefined ? String(Math.round(value * 1000) / 1000) : value.toFixed(digits)).split('.');
    const grouped = whole.replace(/\B(?=(\d{3})+$)/g, ',');
    return fraction ? `${grouped}.${fraction}` : grouped;
  }
}

/**
 * The part of `Intl` that i18next asks for, in the two languages the product speaks. WeChat on Android has no `Intl`;
 * the build puts this in its place there, and only there.
 */
export default { PluralRules, NumberFormat };
