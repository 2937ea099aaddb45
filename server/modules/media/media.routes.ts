import { MOST_PART_BYTES, mediaDto, uploadDto, uploadPartDto } from '../../contracts/api/media';
import { commandRoute, fileRoute, queryRoute, rawRoute, systemActor, type Ticket } from '../../platform';
import { finishUpload } from './commands/finish-upload';
import { openUpload } from './commands/open-upload';
import { takePart } from './commands/take-part';
import { linksOfMedia } from './equipment';
import { mediaById } from './queries/media-by-id';
import { mediaFile } from './queries/media-file';

/** A signed address lets anybody in who holds it, to that one file and for some minutes. */
const signedAddress: Ticket = (asked, now) => {
  const factoryId = linksOfMedia().check(asked, now);
  return factoryId === null ? null : systemActor('media-link', factoryId, ['media.read']);
};

export const routes = [
  commandRoute('/media/uploads', openUpload, uploadDto, 201),
  rawRoute('/media/uploads/:uploadId/parts', takePart, uploadPartDto, {
    contentType: 'application/octet-stream',
    mostBytes: MOST_PART_BYTES,
    keyless: true,
  }),
  commandRoute('/media/uploads/:uploadId/finish', finishUpload, mediaDto, 201),
  queryRoute('/media/:mediaId', mediaById, mediaDto),
  fileRoute('/media/:mediaId/:variant', mediaFile, signedAddress),
];
