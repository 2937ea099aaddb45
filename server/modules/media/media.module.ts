import { defineModule, type Module } from '../../platform';
import { equipMedia, type MediaEquipment } from './equipment';
import { clearOutMedia } from './jobs/clear-out.job';
import { routes } from './media.routes';

/** Photos and voice notes: taken in piece by piece, checked, made fit to be shown, and let go when nothing uses them. */
export function media(equipment: MediaEquipment): Module {
  equipMedia(equipment);
  return defineModule({ name: 'media', routes, jobs: [clearOutMedia] });
}
