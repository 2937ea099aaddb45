type PictureProps = {
  readonly src: string;
  /** What a screen reader says. */
  readonly alt: string;
  readonly className?: string;
  /** All of it, with room beside it; otherwise it fills its place. */
  readonly whole?: boolean;
  readonly onFail?: () => void;
};

/** The browser's own picture: Taro's would bring a component of its own for it. */
export function Picture({ src, alt, className, whole = false, onFail }: PictureProps) {
  return <img src={src} alt={alt} className={className} style={{ objectFit: whole ? 'contain' : 'cover' }} onError={() => onFail?.()} />;
}
