import { type CardFact, cutToCharacters } from '../wecom';

/** The platform's room on a card, in characters. */
export const MOST_FACTS = 6;
const NAME_LENGTH = 5;
export const VALUE_LENGTH = 30;
export const BUTTON_LENGTH = 10;
export const TITLE_LENGTH = 36;
export const DESC_LENGTH = 44;
export const SUBTITLE_LENGTH = 160;

/** Facts as the lines of a card; what does not fit there is answered as text, so that nothing needed to decide is lost. */
export function cardFacts(facts: readonly { readonly label: string; readonly value: string }[]): { lines: CardFact[]; rest: string } {
  const fits = facts.filter(({ value }) => [...value].length <= VALUE_LENGTH).slice(0, MOST_FACTS);
  const rest = facts.filter((fact) => !fits.includes(fact));
  return {
    lines: fits.map(({ label, value }) => ({ keyname: cutToCharacters(label, NAME_LENGTH), value })),
    rest: rest.map(({ label, value }) => `${label} ${value}`).join('\n'),
  };
}
