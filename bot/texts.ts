import { addTexts } from '../server/platform';
import en from './locales/en.json';
import zh from './locales/zh-CN.json';

addTexts('bot', { 'zh-CN': zh, en });
