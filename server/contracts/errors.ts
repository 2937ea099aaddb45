/** Every error and refusal code with the HTTP status that carries it. Text for each stands in `locales/`, in both languages. */
export const ERROR_STATUS = {
  // what the caller sent
  invalid_input: 400,
  invalid_json: 400,
  duplicate_field: 400,
  nested_too_deep: 400,
  body_too_large: 413,
  unsupported_content: 415,
  range_not_satisfiable: 416,
  idempotency_key_required: 400,
  idempotency_key_invalid: 400,
  idempotency_key_reused: 409,
  occurred_in_future: 422,
  occurred_too_long_ago: 422,
  // who the caller is
  not_signed_in: 401,
  session_ended: 401,
  session_stolen: 401,
  forbidden: 403,
  out_of_scope: 403,
  too_many_requests: 429,
  // what there is
  not_found: 404,
  method_not_allowed: 405,
  busy: 503,
  internal: 500,
  // identity
  person_departed: 401,
  person_exists: 409,
  // work orders
  item_exists: 409,
  item_unknown: 422,
  operation_name_unknown: 422,
  routing_unknown: 422,
  routing_invalid: 422,
  order_exists: 409,
  order_not_draft: 409,
  order_not_open: 409,
  order_closed: 409,
  order_has_open_quantity: 409,
  order_changed_meanwhile: 409,
  change_below_made: 409,
  change_not_open: 409,
  quantity_not_in_unit: 422,
  person_unknown: 422,
  station_unknown: 422,
  station_exists: 409,
  change_empty: 422,
  change_already_open: 409,
  make_up_above_short: 409,
  split_above_free: 409,
  orders_differ: 409,
  merge_of_begun: 409,
  replan_touches_begun: 409,
  // reporting
  operation_finished: 409,
  operation_not_started: 409,
  nothing_ready: 409,
  more_than_ready: 409,
  over_production: 409,
  over_production_at_first_only: 422,
  dispatched_to_other: 409,
  working_elsewhere: 409,
  report_empty: 422,
  scrap_reason_unknown: 422,
  more_than_in_rework: 409,
  already_reversed: 409,
  reversal_is_final: 409,
  already_used_downstream: 409,
  correction_needs_approval: 409,
  not_own_report: 403,
  unplaced_already_resolved: 409,
  nudged_lately: 409,
  nobody_to_nudge: 409,
  // gates
  first_article_open: 409,
  first_article_failed: 409,
  final_release_open: 409,
  final_release_failed: 409,
  inspection_not_open: 409,
  inspection_not_due: 409,
  gate_not_required: 409,
  gate_already_passed: 409,
  four_eyes: 409,
  concession_pending: 409,
  concession_above_made: 409,
  // pay
  rate_overlaps: 409,
  rate_already_paid: 409,
  // approvals
  approval_already_decided: 409,
  approval_already_requested: 409,
  approval_by_requester: 409,
  approval_by_concerned: 409,
  reason_required: 422,
  alert_not_open: 409,
  // files in and out
  workbook_unreadable: 422,
  workbook_unsafe: 422,
  workbook_too_many_rows: 422,
  import_columns_missing: 422,
  import_empty: 422,
  import_expired: 409,
  import_has_bad_rows: 409,
  import_stale: 409,
  // photos and voice notes
  media_too_large: 413,
  media_not_a_photo: 422,
  media_not_a_voice: 422,
  media_unknown: 422,
  photo_too_many_pixels: 422,
  voice_too_long: 422,
  upload_offset: 409,
  upload_incomplete: 409,
  upload_damaged: 422,
  too_many_uploads: 429,
} as const;
export type ErrorCode = keyof typeof ERROR_STATUS;

/** The body of every answer that is not a success. `fields` names what was wrong where; `details` are the facts of the refusal. */
export type ErrorBody = {
  readonly error: {
    readonly code: ErrorCode;
    readonly message: string;
    readonly fields?: readonly { readonly path: string; readonly code: string }[];
    readonly details?: Readonly<Record<string, unknown>>;
  };
  readonly requestId: string;
};
