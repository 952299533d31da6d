import { useAdmin } from '../kit/texts.ts';

export const ROLES = ['agent', 'supervisor', 'administrator'] as const;

export function useRoles() {
  const { a } = useAdmin();
  return ROLES.map((id) => ({ id, name: a(`role.${id}`) }));
}
