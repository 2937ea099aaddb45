import { type HydratedDocument, model, Schema, type Types } from 'mongoose';
import { ROLES, type Role } from '../../../contracts/permissions';

export type Person = {
  _id: Types.ObjectId;
  factoryId: string;
  name: string;
  roles: Role[];
  workshopIds: string[];
  warehouseIds: string[];
  wecomUserId?: string | null;
  /** The WeChat account that an invitation bound; as the mini-program of this installation knows it. */
  wechatOpenId?: string | null;
  locale: 'zh-CN' | 'en';
  state: 'active' | 'departed';
  departedAt: Date | null;
  lastSignInAt?: Date | null;
  /** Grows when anything changes that decides what the person may do. */
  rightsVersion: number;
};
export type PersonDocument = HydratedDocument<Person>;

export const ONE_PERSON_PER_WECOM_USER = 'one_person_per_wecom_user';
export const ONE_PERSON_PER_WECHAT_ACCOUNT = 'one_person_per_wechat_account';

const schema = new Schema<Person>(
  {
    factoryId: { type: String, required: true },
    name: { type: String, required: true },
    roles: { type: [String], enum: ROLES, required: true },
    workshopIds: { type: [String], default: [] },
    warehouseIds: { type: [String], default: [] },
    wecomUserId: { type: String },
    wechatOpenId: { type: String },
    lastSignInAt: { type: Date, default: null },
    locale: { type: String, default: 'zh-CN' },
    state: { type: String, enum: ['active', 'departed'], required: true, default: 'active' },
    departedAt: { type: Date, default: null },
    rightsVersion: { type: Number, default: 0 },
  },
  { collection: 'people', versionKey: false },
);
schema.index({ factoryId: 1, state: 1, roles: 1 });
schema.index(
  { factoryId: 1, wecomUserId: 1 },
  { name: ONE_PERSON_PER_WECOM_USER, unique: true, partialFilterExpression: { wecomUserId: { $type: 'string' } } },
);
schema.index(
  { factoryId: 1, wechatOpenId: 1 },
  { name: ONE_PERSON_PER_WECHAT_ACCOUNT, unique: true, partialFilterExpression: { wechatOpenId: { $type: 'string' } } },
);
schema.index({ factoryId: 1, state: 1, name: 1 });

export const PersonModel = model('Person', schema);
