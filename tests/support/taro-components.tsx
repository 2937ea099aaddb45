import type { CSSProperties, ReactNode } from 'react';

type ViewProps = {
  readonly children?: ReactNode;
  readonly className?: string;
  readonly style?: CSSProperties;
  readonly hoverClass?: string;
  readonly onClick?: () => void;
};

/** The components of Taro as plain elements, so that a test can ask for roles and words. */
export const View = ({ hoverClass: _hoverClass, ...rest }: ViewProps) => <div {...rest} />;
export const Text = ({ hoverClass: _hoverClass, ...rest }: ViewProps) => <span {...rest} />;
