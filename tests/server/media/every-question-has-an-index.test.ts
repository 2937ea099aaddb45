import { dueMedia, dueUploads } from '../../../server/modules/media/commands/clear-out';
import { MediaModel } from '../../../server/modules/media/models/media.model';
import { UploadModel } from '../../../server/modules/media/models/upload.model';
import { demoFactory } from '../../support';
import { announce, openRoom, sent } from './media-room';
import { jpeg } from './pictures';

openRoom();
const NOW = new Date();

test.each([
  ['the same bytes', MediaModel, (factoryId: string) => ({ factoryId, kind: 'photo', sha256: 'x', state: 'kept' })],
  ['media nobody uses', MediaModel, (factoryId: string) => dueMedia(factoryId, NOW)],
  ['uploads nobody touches', UploadModel, (factoryId: string) => dueUploads(factoryId, NOW)],
  ['somebody’s open uploads', UploadModel, (factoryId: string) => ({ factoryId, personId: 'p', state: 'open' })],
  [
    'somebody’s upload of these bytes',
    UploadModel,
    (factoryId: string) => ({ factoryId, personId: 'p', kind: 'photo', sha256: 'x', state: 'open' }),
  ],
] as const)('%s are found through an index', async (_, model, filter) => {
  const { wang, id } = await demoFactory();
  await sent(wang, 'photo', await jpeg());
  await announce(wang, 'photo', await jpeg());
  const plan = JSON.stringify(await (model as typeof MediaModel).find(filter(id) as never).explain('queryPlanner'));
  expect(plan).toContain('IXSCAN');
  expect(plan).not.toContain('COLLSCAN');
});
