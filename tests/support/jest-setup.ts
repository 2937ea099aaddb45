import mongoose from 'mongoose';
import { applyMongooseSettings } from '../../server/platform/database/mongoose-settings';

applyMongooseSettings();
jest.setTimeout(30_000);

afterAll(async () => {
  if (mongoose.connection.readyState === 1) {
    await mongoose.connection.dropDatabase();
    await mongoose.disconnect();
  }
});
