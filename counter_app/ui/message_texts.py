"""Sentences for every error, in Vietnamese and English: what happened, then what to do. Data only.

`{fact:kind}` shows a fact of the error; the kinds are those of `messages`: moment, day, act, status, role,
acts, unit, because, scan, password, refused, money.
"""

from __future__ import annotations

from collections.abc import Mapping

from counter_app.ui import message_centre

SENTENCES: Mapping[str, tuple[str, str]] = {
    "counter_error": (
        "Việc này chưa thực hiện được.",
        "This could not be done.",
    ),
    "act_not_allowed": (
        "Hồ sơ {code} đang ở trạng thái {status:status} nên không thể {act:act}. Việc làm được lúc này: "
        "{possible:acts}.",
        "Dossier {code} is {status:status}, so it cannot be: {act:act}. Possible now: {possible:acts}.",
    ),
    "not_permitted": (
        "Vai trò {role:role} không được {act:act}. Hãy nhờ người có quyền.",
        "The role {role:role} may not do this: {act:act}. Ask someone who may.",
    ),
    "last_administrator": (
        "{login} là quản trị cuối cùng. Hãy trao quyền quản trị cho người khác trước.",
        "{login} is the last administrator. Make someone else an administrator first.",
    ),
    "unit_known": (
        "Mã {unit} đã có đơn vị dùng, kể cả khi đơn vị đó đã đóng. Hãy chọn mã khác.",
        "The code {unit} belongs to a unit already, be it open or closed. Choose another.",
    ),
    "unit_in_use": (
        "Chưa đóng được {unit:unit}: còn {people} người và {dossiers} hồ sơ. Hãy chuyển hết trước.",
        "{unit:unit} cannot be closed: {people} people and {dossiers} dossiers are there. Move them first.",
    ),
    "staff_unknown": (
        "Không có người dùng {by}, hoặc người này đã nghỉ.",
        "There is no user {by}, or this person is no longer in service.",
    ),
    "apology_missing": (
        "Hồ sơ {code} trễ hẹn {due_at:moment} mà chưa có văn bản xin lỗi (mẫu 04). Hãy nhờ lãnh đạo mở lại, "
        "gia hạn kèm xin lỗi, rồi trả kết quả.",
        "Dossier {code} is late ({due_at:moment}) and nobody apologised (form 04). Ask the supervisor to "
        "reopen and extend it, then return the result.",
    ),
    "dossier_unknown": (
        "Không tìm thấy hồ sơ {code}. Hãy kiểm tra lại mã.",
        "No dossier {code} was found. Check the code.",
    ),
    "feedback_unknown": (
        "Không có phản ánh số {feedback}. Hãy kiểm tra lại số trong danh sách Phản ánh.",
        "There is no feedback {feedback}. Check its number in the list.",
    ),
    "foreign_code": (
        "Mã {code} là của cơ quan khác, không phải hồ sơ ở đây.",
        "The code {code} belongs to another agency.",
    ),
    "code_not_readable": (
        "Không đọc được mã: {problem:scan}. Hãy quét lại hoặc gõ mã in dưới mã vạch.",
        "The code cannot be read: {problem:scan}. Scan again, or type the code printed under the barcode.",
    ),
    "dossier_already_handed_over": (
        "Hồ sơ {code} đang trên đường bàn giao đến {to:unit} (danh sách {batch}).",
        "Dossier {code} is on its way to {to:unit} (batch {batch}).",
    ),
    "not_in_transit": (
        "Hồ sơ {code} không đang bàn giao; hiện do {holder:unit} giữ.",
        "Dossier {code} is not in transit; {holder:unit} holds it.",
    ),
    "not_holder": (
        "Hồ sơ {code} do {holder:unit} giữ, đơn vị {unit:unit} không thực hiện được.",
        "Dossier {code} is held by {holder:unit}; {unit:unit} cannot do this.",
    ),
    "not_receiver": (
        "Hồ sơ {code} được giao cho {to:unit}, không phải {unit:unit}.",
        "Dossier {code} is on its way to {to:unit}, not to {unit:unit}.",
    ),
    "not_giver": (
        "Chỉ {giver:unit} (bên giao) mới thu hồi được hồ sơ {code}.",
        "Only {giver:unit}, who gave dossier {code}, may recall it.",
    ),
    "duplicate_open_dossier": (
        "Chủ hồ sơ này đang có hồ sơ {code} cùng thủ tục chưa xong ({status:status}, nhận "
        "{received_at:moment}). Hãy chọn lý do để tiếp tục.",
        "This applicant has an open dossier {code} of the same procedure ({status:status}, received "
        "{received_at:moment}). Give a reason to go on.",
    ),
    "receipt_known": (
        "Giấy {code} đã có hồ sơ ở đây ({status:status}, nhận {received_at:moment}), không nhập lại.",
        "The dossier of {code} is here already ({status:status}, received {received_at:moment}).",
    ),
    "receipt_not_ours": (
        "Không nhập lại được giấy {code}: {because:because}.",
        "The receipt {code} cannot be entered again: {because:because}.",
    ),
    "portal_code_known": (
        "Mã {portal_code} trên Cổng đã được ghi cho hồ sơ {code}.",
        "The portal code {portal_code} is known already (dossier {code}).",
    ),
    "procedure_unknown": (
        "Danh mục không có thủ tục {procedure}.",
        "The catalogue has no procedure {procedure}.",
    ),
    "procedure_not_in_force": (
        "Thủ tục {procedure} không có hiệu lực ngày {on:day} (hiệu lực từ {in_force_from:day} đến "
        "{in_force_to:day}).",
        "Procedure {procedure} is not in force on {on:day} (in force from {in_force_from:day} to "
        "{in_force_to:day}).",
    ),
    "unit_unknown": (
        "Không có đơn vị {unit}, hoặc đơn vị này đã đóng.",
        "There is no unit {unit}, or it is closed.",
    ),
    "no_components": (
        "Chưa nhận giấy tờ nào. Hãy đánh dấu giấy tờ đã nhận; nhận không kèm giấy tờ cần lãnh đạo và ghi "
        "chú.",
        "No paper was handed in. Tick what was received; without papers a supervisor and a note are needed.",
    ),
    "request_id_reused": (
        "Phiếu này đã được ghi với nội dung khác. Hãy bấm Hồ sơ tiếp theo rồi nhập lại.",
        "The request id {request_id} came before with other content.",
    ),
    "at_not_allowed": (
        "Cơ quan không cho phép ghi lùi thời điểm ({at:moment}).",
        "The agency does not allow acts of a past moment ({at:moment}).",
    ),
    "at_in_future": (
        "Thời điểm {at:moment} còn ở tương lai (bây giờ {now:moment}).",
        "The moment {at:moment} is in the future (now {now:moment}).",
    ),
    "at_before_last_event": (
        "Thời điểm {at:moment} trước việc cuối cùng của hồ sơ {code} ({last:moment}).",
        "The moment {at:moment} is before the last event of dossier {code} ({last:moment}).",
    ),
    "clock_jump": (
        "Đồng hồ máy ({now:moment}) không khớp với lần ghi cuối ({last:moment}) nên tạm dừng cấp số. Hãy "
        "chỉnh đồng hồ, hoặc nhờ lãnh đạo xác nhận giờ máy.",
        "The machine's clock ({now:moment}) does not fit the last record ({last:moment}); numbering waits. "
        "Set the clock, or have a supervisor confirm it.",
    ),
    "number_block_exhausted": (
        "Ngày {on:day} đã cấp hết dải số {lo}–{hi} của quầy này. Hãy tiếp nhận ở quầy khác hoặc báo quản "
        "trị cấp dải số tiếp theo.",
        "The numbers {lo}–{hi} of this desk are used up for {on:day}. Receive at another desk, or ask the "
        "administrator for the next block.",
    ),
    "already_extended": (
        "Hồ sơ {code} đã gia hạn một lần (hạn đầu {due_first:moment}, hạn mới {due_at:moment}); không gia "
        "hạn thêm.",
        "Dossier {code} was extended once already (first due {due_first:moment}, now {due_at:moment}).",
    ),
    "event_unknown": (
        "Không có việc nào mang số {event_id}.",
        "There is no event {event_id}.",
    ),
    "revoke_not_possible": (
        "Không thể bỏ việc này: {because:because}.",
        "This event cannot be revoked: {because:because}.",
    ),
    "conflict_unknown": (
        "Không có điểm khác nhau nào mang số {conflict}.",
        "There is no conflict {conflict}.",
    ),
    "conflict_settled": (
        "Điểm khác nhau này đã được giải quyết.",
        "This conflict is settled already.",
    ),
    "choice_not_possible": (
        "Không thể giữ việc này: bỏ việc nào khác thì hồ sơ cũng không cho phép. Hãy giữ việc kia.",
        "This act cannot be kept, whatever else were left out. Keep the other one.",
    ),
    "awaited_already": (
        "Việc này đã ghi cho hồ sơ {code} lúc {at}, đang chờ dữ liệu.",
        "This was recorded for dossier {code} at {at} and waits for its data.",
    ),
    "nothing_changed": (
        "Chưa sửa gì so với giấy đã cấp của hồ sơ {code}.",
        "Nothing differs from what was given for dossier {code}.",
    ),
    "store_locked": (
        "Chương trình đang mở ở cửa sổ khác trên cùng dữ liệu. Hãy đóng cửa sổ kia rồi mở lại.",
        "Another process writes this desk's file ({path}). Close it and try again.",
    ),
    "store_not_opened": (
        "Không mở được dữ liệu quầy: {because:because} ({path}).",
        "The desk's file cannot be opened: {because:because} ({path}).",
    ),
    "store_too_new": (
        "Dữ liệu do phiên bản mới hơn ghi (bản {found}, chương trình biết đến {known}). Hãy cập nhật chương "
        "trình.",
        "The file was written by a newer program (schema {found}, known {known}). Update the program.",
    ),
    "store_read_only": (
        "Tạm dừng ghi: {because:because}. Những gì đã gõ vẫn còn; hãy khởi động lại chương trình và báo "
        "quản trị.",
        "Writing is stopped: {because:because}. Restart the program and tell the administrator.",
    ),
    "store_full": (
        "Ổ đĩa đã đầy nên chưa ghi được. Những gì đã gõ vẫn còn; hãy giải phóng ổ đĩa rồi bấm lại.",
        "The disk is full, nothing was written. Make room and try again.",
    ),
    "log_damaged": (
        "Một bản ghi trong sổ bị hỏng ({event_id}: {because:because}). Hãy báo quản trị kiểm tra.",
        "A stored record is damaged ({event_id}: {because:because}). Ask the administrator to run verify.",
    ),
    "journal_mismatch": (
        "Sổ đối chứng và sổ chính không khớp ở số {oseq} ({because:because}). Hãy báo quản trị trước khi "
        "cấp số.",
        "The witness journal and the log differ at {oseq} ({because:because}). Tell the administrator "
        "before numbering.",
    ),
    "time_limit_not_possible": (
        "Thời hạn {amount} không hợp lệ, chỉ nhận từ {min} đến {max}.",
        "A time limit of {amount} {unit} is not possible; {min} to {max}.",
    ),
    "pause_not_possible": (
        "Khoảng tạm dừng {start:moment} – {end:moment} không hợp lệ: {because:because}.",
        "The pause {start:moment} – {end:moment} is not possible: {because:because}.",
    ),
    "extension_not_possible": (
        "Không thể gia hạn đến {extension:day}: {because:because}.",
        "An extension to {extension:day} is not possible: {because:because}.",
    ),
    "moment_before_reception": (
        "Thời điểm {value:moment} trước lúc tiếp nhận ({received_at:moment}).",
        "The moment {value:moment} is before reception ({received_at:moment}).",
    ),
    "date_out_of_range": (
        "Ngày tính được vượt quá {latest:day}.",
        "Counting leaves the calendar (latest {latest:day}).",
    ),
    "line_not_json": (
        "Dòng này không phải JSON hợp lệ.",
        "The line is not a JSON object.",
    ),
    "batch_unknown": (
        "Không có danh sách bàn giao {batch}.",
        "There is no handover {batch}.",
    ),
    "book_unknown": (
        "Không có sổ theo dõi {book}. Tên sổ gồm lĩnh vực, năm và quầy, ví dụ DT-2026-1.",
        "There is no register {book}. A register is named by field, year and desk, e.g. DT-2026-1.",
    ),
    "handover_to_own_unit": (
        "Không thể bàn giao hồ sơ {code} cho chính {unit:unit}.",
        "Dossier {code} cannot be handed over to its own unit {unit:unit}.",
    ),
    "no_step_left": (
        "Hồ sơ {code} không còn bước nào của {unit:unit} để đánh dấu.",
        "No step of {unit:unit} is left to mark for dossier {code}.",
    ),
    "officer_not_of_unit": (
        "{officer:unit} thuộc {officer_unit:unit}, không thuộc {unit:unit}.",
        "{officer:unit} belongs to {officer_unit:unit}, not to {unit:unit}.",
    ),
    "slip_unknown": (
        "Không có phiếu {slip}.",
        "There is no slip {slip}.",
    ),
    "correction_too_late": (
        "Hồ sơ {code} nhận ngày {received_on:day}; sau ngày tiếp nhận chỉ lãnh đạo sửa được.",
        "Dossier {code} was received on {received_on:day}; after that day only the supervisor corrects.",
    ),
    "password_refused": (
        "Mật khẩu mới {problem:password}.",
        "The new password {problem:password}.",
    ),
    "sign_in_refused": (
        "Tên hoặc mật khẩu không đúng.",
        "Login or password is wrong.",
    ),
    "staff_known": (
        "Đã có người dùng {login}.",
        "The login {login} exists already.",
    ),
    "trial_desk_only": (
        "Thư mục này chứa quầy thật, không mở bằng lệnh dùng thử ({path}).",
        "A real desk stands in this folder; the trial command leaves it alone ({path}).",
    ),
    "desk_exists": (
        "Thư mục này đã có dữ liệu của một quầy ({path}).",
        "The folder holds a desk already ({path}).",
    ),
    "file_not_read": (
        "Không đọc được tệp {path}: {because:because}.",
        "The file {path} cannot be read: {because:because}.",
    ),
    "nothing_to_import": (
        "Không có gì để ghi: trong {rows} dòng có {refused} dòng sai, còn lại đã đúng như danh mục.",
        "There is nothing to store: of {rows} rows {refused} are wrong, the others are as they stand.",
    ),
    "row_refused": (
        "Không nhận: {because:because}.",
        "Not taken: {because:because}.",
    ),
    "file_not_written": (
        "Không ghi được tệp {path}: {because:because}.",
        "The file {path} cannot be written: {because:because}.",
    ),
    "export_needs_supervisor": (
        "Danh sách có {rows} hồ sơ. Trên {most} hồ sơ thì lãnh đạo phải xuất.",
        "The list has {rows} dossiers; over {most} the supervisor has to export it.",
    ),
    "day_not_begun": (
        "Ngày {day:day} chưa đến, chưa chốt được (hôm nay {today:day}).",
        "The day {day:day} lies ahead and cannot be signed off (today is {today:day}).",
    ),
    "log_moved_on": (
        "Chưa chốt: đã có việc mới được ghi từ lúc trang này được đọc. Số liệu vừa được đọc lại; hãy xem rồi "
        "chốt.",
        "Not signed off: something was recorded since this was read. Look at the figures again, then sign.",
    ),
    "day_sheet_unknown": (
        "Không có phiếu chốt ngày {sheet}. Số phiếu có dạng 2026-11-23-1.",
        "There is no day-close sheet {sheet}. Sheets are named like 2026-11-23-1.",
    ),
    "no_printer": (
        "Chưa có máy in. Hồ sơ đã được giữ; hãy nối máy in rồi bấm In lại.",
        "There is no printer. The dossier is kept; print again when there is one.",
    ),
    "print_failed": (
        "Máy in {printer} không in được. Hồ sơ đã được giữ; hãy xem giấy và máy in rồi bấm In lại.",
        "The printer {printer} did not print. The dossier is kept; see to the printer and print again.",
    ),
    "calendar_unchanged": (
        "Lịch đã như vậy, không có gì để lưu.",
        "The calendar says so already; there is nothing to store.",
    ),
    "calendar_version_old": (
        "Lịch đã đổi sang bản {present} sau khi xem trước. Hãy xem lại các hồ sơ đổi hạn.",
        "The calendar has changed to {present} since the preview. Look again at what would move.",
    ),
    "calendar_year_empty": (
        "Năm {year} chưa có ngày nghỉ nào. Hãy nhập ngày nghỉ theo thông báo trước khi xác nhận.",
        "The year {year} has no day off yet. Enter the days of its notice before confirming it.",
    ),
    "unknown_fields": (
        "Có trường không thuộc việc này: {fields}.",
        "The act has no such fields: {fields}.",
    ),
    "act_unknown": (
        "Không có việc nào tên {act}.",
        "There is no act {act}.",
    ),
    "form_unknown": (
        "Không có mẫu {form} cho hồ sơ này.",
        "There is no paper {form} for this.",
    ),
    **message_centre.SENTENCES,
}
"""Error code → (Vietnamese, English)."""

NO_BLOCK = (
    "Quầy này chưa có dải số cho ngày {on:day}, vì dữ liệu vừa được khôi phục hoặc vừa có bản khác. Hãy đồng "
    "bộ với kho trung tâm để nhận dải số.",
    "This desk has no numbers for {on:day}: its file was restored, or a copy of it is at work. Sync with the "
    "central store to be given some.",
)
"""Instead of `number_block_exhausted` where there is no block at all."""

WAIT = (" Hãy thử lại sau {wait_seconds} giây.", " Try again in {wait_seconds} seconds.")
