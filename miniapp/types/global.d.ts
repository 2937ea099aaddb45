/// <reference types="@tarojs/taro" />

declare module '*.css';

/** Where the API of a mini-program lives, without a trailing slash; empty for the web app, which asks the server it came from. */
declare const API_ORIGIN: string;

declare namespace NodeJS {
  interface ProcessEnv {
    TARO_ENV?: 'weapp' | 'h5';
  }
}
