import type { CSSProperties, ReactNode } from 'react';

type ViewProps = {
  readonly children?: ReactNode;
  readonly className?: string;
  readonly style?: CSSProperties;
  readonly hoverClass?: string;
  readonly onClick?: () => void;
};

type InputProps = {
  readonly id?: string;
  readonly className?: string;
  readonly value: string;
  readonly placeholder?: string;
  readonly onInput: (event: { detail: { value: string } }) => void;
};

/** The components of Taro as plain elements, so that a test can ask for roles and words. */
export const View = ({ hoverClass: _hoverClass, ...rest }: ViewProps) => <div {...rest} />;
export const Text = ({ hoverClass: _hoverClass, ...rest }: ViewProps) => <span {...rest} />;
export const Input = ({ id, className, value, placeholder, onInput }: InputProps) => (
  <input
    id={id}
    className={className}
    value={value}
    placeholder={placeholder}
    onChange={(event) => onInput({ detail: { value: event.target.value } })}
  />
);

type ImageProps = { readonly src: string; readonly className?: string; readonly ariaLabel?: string; readonly onError?: () => void };

export const Image = ({ src, className, ariaLabel, onError }: ImageProps) => (
  <img src={src} className={className} alt={ariaLabel} onError={onError} />
);
