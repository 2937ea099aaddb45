import { monthAndDay, timeOfDay } from '@/shared/time/show-time';
import zh from './locales/zh-CN.json';
import { orderText } from './texts';

/** A column of a sheet in the words of its template. */
export function fieldWords(field: string): string {
  const key = `field_${field}`;
  // A column that is younger than this page is shown by its name: hiding it would hide what is going to change.
  return isKnown(key) ? orderText(key) : field;
}

/** What stands in a cell, or would; instants as people write them. */
export function valueWords(field: string, value: string | null): string {
  if (value === null || value === '') return orderText('nothing_there');
  return field === 'dueAt' ? `${new Date(value).getFullYear()}-${monthAndDay(value)} ${timeOfDay(value)}` : value;
}

type FieldKey = Extract<keyof typeof zh, `field_${string}`>;
const isKnown = (key: string): key is FieldKey => key in zh;
