import { defineModule } from '../../platform';
import { routes } from './integration.routes';
import { releaseImported } from './subscribers/release-imported';

export const integration = defineModule({ name: 'integration', routes, subscribers: [releaseImported] });
