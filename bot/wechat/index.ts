export { createWechatLogin, type WechatLogin, type WechatLoginOptions, type WechatOutcome } from './login';
