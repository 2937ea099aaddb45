declare module 'swagger-ui-dist' {
  /** Folder of the built page's assets. */
  export function getAbsoluteFSPath(): string;
}
