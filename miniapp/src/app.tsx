import Taro, { useDidShow, useLaunch } from '@tarojs/taro';
import type { PropsWithChildren } from 'react';
import { clearOrphans, sendWaiting } from './shared/offline/outbox';
import { startShell } from './shared/shell/start';
import './shared/ui/tokens.css';
import './shared/ui/base.css';

export default function App({ children }: PropsWithChildren) {
  useLaunch(() => {
    startShell();
    void clearOrphans();
    Taro.onNetworkStatusChange(({ isConnected }) => {
      if (isConnected) void sendWaiting();
    });
  });
  // Also what was left from before the app was closed.
  useDidShow(() => void sendWaiting());
  return children;
}
