import { Text, View } from '@tarojs/components';
import { useSession } from '@/shared/auth/session';
import { replace } from '@/shared/navigation';
import { Pressable } from '@/shared/ui/pressable';
import { type Counts, useRooms } from '../hooks/use-rooms';
import { pageOf, type Room } from '../rooms';
import { useHomeText } from '../texts';
import './role-bar.css';

type RoleBarProps = {
  readonly here: Room;
  /** What this page counts itself. */
  readonly counts?: Counts;
};

/** The rooms somebody may open, with what waits in each; nothing for who has only one. */
export function RoleBar(props: RoleBarProps) {
  const roles = useSession()?.person.roles ?? [];
  // Who only works is not asked about: their first page comes without a further question.
  return roles.every((role) => role === 'worker' || role === 'keeper') ? null : <Rooms {...props} />;
}

function Rooms({ here, counts: known = {} }: RoleBarProps) {
  const t = useHomeText();
  const { permissions, rooms, counts } = useRooms(known);
  if (rooms.length === 0) return null;
  const words = (room: Room) => (counts[room] ? t('waiting', { room: t(room), count: counts[room] }) : t(room));
  return (
    <View className='role-bar' role='navigation' aria-label={t('rooms')}>
      {rooms.map((room) => (
        <Pressable
          key={room}
          id={`room-${room}`}
          className={`role-bar-room${room === here ? ' role-bar-here' : ''}`}
          pressed={room === here}
          onPress={() => (room === here ? undefined : void replace(pageOf(room, permissions)))}
        >
          <Text>{words(room)}</Text>
        </Pressable>
      ))}
    </View>
  );
}
