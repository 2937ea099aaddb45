import { defineModule } from '../../platform';
import { routes } from './ops.routes';

export const ops = defineModule({ name: 'ops', routes });
