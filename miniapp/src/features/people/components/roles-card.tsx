import type { PersonAccessDto } from '@contracts/api/identity';
import { ROLES, type Role } from '@contracts/permissions';
import { View } from '@tarojs/components';
import { useState } from 'react';
import { Button } from '@/shared/ui/button';
import { useUiText } from '@/shared/ui/texts';
import { usePeopleText } from '../texts';
import { ChipChoice } from './chip-choice';

type RolesCardProps = { readonly access: PersonAccessDto; readonly onChange: (roles: readonly Role[]) => Promise<unknown> };

/** What somebody is in the factory, and so what they may do. The change holds at their next request. */
export function RolesCard({ access, onChange }: RolesCardProps) {
  const t = usePeopleText();
  const ui = useUiText();
  const { person, may } = access;
  const [wished, setWished] = useState<readonly Role[] | null>(null);
  const roles = wished ?? person.roles;
  const named = (list: readonly Role[]) => list.map((role) => t(`role_${role}`)).join(ui('list_joined'));
  const changed = named(roles) !== named(ROLES.filter((role) => person.roles.includes(role)));
  const change = async () => {
    await onChange(roles);
    setWished(null);
  };
  return (
    <View className='card' role='group' aria-label={t('roles')}>
      <View className='strong'>{t('roles')}</View>
      {may.includes('change_roles') ? (
        <>
          <ChipChoice
            name='role'
            options={ROLES.map((role) => ({ id: role, words: t(`role_${role}`) }))}
            chosen={roles}
            onChange={setWished}
          />
          {wished && changed ? (
            <View className='actions'>
              {roles.length > 0 ? (
                <Button kind='side' small id='change-roles' onPress={change}>
                  {t('change_roles', { roles: named(roles) })}
                </Button>
              ) : (
                <View className='note'>{t('roles_none')}</View>
              )}
            </View>
          ) : null}
        </>
      ) : (
        <View className='note'>{t('roles_not_yours', { roles: named(person.roles) })}</View>
      )}
    </View>
  );
}
