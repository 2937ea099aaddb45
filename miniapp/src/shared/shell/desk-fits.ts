/** The planner's desk is not part of the phone package. */
export function deskFits(): boolean {
  return false;
}
