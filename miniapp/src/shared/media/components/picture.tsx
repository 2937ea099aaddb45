import { Image } from '@tarojs/components';

type PictureProps = {
  readonly src: string;
  /** What a screen reader says. */
  readonly alt: string;
  readonly className?: string;
  /** All of it, with room beside it; otherwise it fills its place. */
  readonly whole?: boolean;
  readonly onFail?: () => void;
};

export function Picture({ src, alt, className, whole = false, onFail }: PictureProps) {
  return <Image src={src} className={className} mode={whole ? 'aspectFit' : 'aspectFill'} ariaLabel={alt} onError={() => onFail?.()} />;
}
