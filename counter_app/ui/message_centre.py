"""Sentences and reasons of everything that has to do with the central store; Vietnamese and English."""

from __future__ import annotations

from collections.abc import Mapping

SENTENCES: Mapping[str, tuple[str, str]] = {
    "centre_unreachable": (
        "Chưa gặp được kho trung tâm: {because:because}. Dữ liệu vẫn nằm ở quầy này và sẽ được gửi lại.",
        "The central store gave no answer: {because:because}. What was done is kept here and goes again.",
    ),
    "centre_refused": (
        "Kho trung tâm không nhận quầy này: {because:because}. Hãy báo quản trị.",
        "The central store refuses this desk: {because:because}. Tell the administrator.",
    ),
    "centre_failed": (
        "Kho trung tâm gặp lỗi {sqlstate} ({because}). Hãy báo quản trị.",
        "The central store failed with {sqlstate} ({because}). Tell the administrator.",
    ),
    "centre_too_new": (
        "Kho trung tâm do phiên bản mới hơn cài (bản {found}, chương trình biết đến {known}). Hãy cập nhật "
        "chương trình.",
        "A newer program installed the central store (schema {found}, known {known}). Update the program.",
    ),
    "centre_too_old": (
        "Kho trung tâm chưa dùng được: {because:because} (có {found}, cần {needed}).",
        "The central store cannot be used: {because:because} (found {found}, needed {needed}).",
    ),
    "program_too_old": (
        "Chương trình quá cũ đối với kho trung tâm (bản {found}, cần {needed}). Hãy cập nhật chương trình.",
        "The program is too old for the central store (version {found}, needed {needed}). Update it.",
    ),
    "origin_gap": (
        "Kho trung tâm thiếu bản ghi trước số {oseq} của quầy (mới có đến {held}).",
        "The central store lacks records before {oseq} of this desk (it has {held}).",
    ),
    "origin_forked": (
        "Kho trung tâm đã có bản ghi khác ở số {oseq} của quầy: có hai bản của cùng một dữ liệu quầy.",
        "The central store has another record at {oseq} of this desk: two copies of its file are at work.",
    ),
    "push_too_large": (
        "Một lần gửi quá lớn ({events} bản ghi, {bytes} byte).",
        "One push is too large ({events} records, {bytes} bytes).",
    ),
    "blob_refused": (
        "Kho trung tâm không nhận bản quét: {because:because}.",
        "The central store does not take the scan: {because:because}.",
    ),
    "centre_not_trusted": (
        "Không chứng thực được máy chủ kho trung tâm: {because:because}. Chưa gửi gì đi. Hãy báo quản trị.",
        "The central store's server is not proved to be the right one: {because:because}. Nothing was sent. "
        "Tell the administrator.",
    ),
    "address_not_safe": (
        "Không nối tới {host} khi không có TLS xác thực đầy đủ (verify-full). Chỉ kho dùng thử trên chính "
        "máy này mới được miễn.",
        "No connection to {host} without full TLS verification (verify-full); only a trial store on this "
        "very machine may do without.",
    ),
    "enrolment_not_readable": (
        "Không dùng được tệp ghi danh {path}: {because:because}. Quản trị tạo tệp mới bằng lệnh "
        "counter-app central enrol.",
        "The enrolment file {path} cannot be used: {because:because}. The administrator makes a new one with "
        "counter-app central enrol.",
    ),
    "desk_not_enrolled": (
        "Kho trung tâm không có quầy {desk} của cơ quan {agency}.",
        "The central store has no desk {desk} of agency {agency}.",
    ),
    "desk_number_taken": (
        "Kho trung tâm đã có quầy {desk} của cơ quan {agency} với dữ liệu khác. Quầy làm việc một mình chỉ "
        "vào kho bằng đúng số của nó.",
        "The central store has a desk {desk} of agency {agency} already, with other data. A desk that worked "
        "alone joins only by its own number.",
    ),
    "origin_of_another_desk": (
        "Dữ liệu {origin} đã được ghi danh cho quầy {desk} của cơ quan {agency}.",
        "The data {origin} are enrolled as desk {desk} of agency {agency} already.",
    ),
    "no_block_left": (
        "Cơ quan {agency} không còn dải số nào để cấp cho quầy {desk}.",
        "Agency {agency} has no block of numbers left for desk {desk}.",
    ),
    "administrator_refused": (
        "Máy chủ không cho tài khoản này quản trị kho trung tâm: {because:because}. Cần tài khoản superuser "
        "của PostgreSQL.",
        "The server does not let this login administer the central store: {because:because}. It takes a "
        "superuser of PostgreSQL.",
    ),
    "server_unreachable": (
        "Chưa nối được tới máy chủ: {because:because}. Hãy kiểm tra địa chỉ (--address) và máy chủ.",
        "No connection to the server: {because:because}. Look at the address (--address) and the server.",
    ),
    "database_unknown": (
        "Máy chủ không có cơ sở dữ liệu {database}. Hãy tạo trước (createdb {database}), hoặc xem lại "
        "--address.",
        "The server has no database {database}. Create it first (createdb {database}), or look at --address.",
    ),
    "first_desk_needs_admin": (
        "Kho chưa có gì của cơ quan này, nên quầy đầu tiên phải mang theo người quản trị. Hãy thêm "
        "--admin TÊN.",
        "The central store holds nothing of this agency yet: its first desk brings an administrator. Add "
        "--admin NAME.",
    ),
    "centre_not_installed": (
        "Cơ sở dữ liệu {database} chưa có kho trung tâm. Hãy chạy \"central init\" trước.",
        "There is no central store in the database {database}. Run \"central init\" first.",
    ),
    "trial_centre_not_started": (
        "Không chạy được kho trung tâm dùng thử: {because:because}.",
        "The trial central store did not start: {because:because}.",
    ),
    "sync_busy": (
        "Một lần đồng bộ khác của quầy này đang chạy. Hãy đợi nó xong rồi thử lại.",
        "Another sync of this desk is under way. Wait until it has ended, then try again.",
    ),
    "desk_not_joined": (
        "Quầy này chưa nối với kho trung tâm nào. Hãy xin quản trị tệp ghi danh.",
        "This desk belongs to no central store yet. Ask the administrator for an enrolment file.",
    ),
    "feed_damaged": (
        "Bản ghi ở vị trí {pos} của kho trung tâm không khớp: {because:because}. Quầy không nhận bản ghi "
        "này; hãy báo quản trị.",
        "The record at position {pos} of the central store does not hold: {because:because}. This desk did "
        "not take it; tell the administrator.",
    ),
    "schedule_not_started": (
        "Chưa đặt được lịch chạy ban đêm: {because:because} ({path}). Cửa sổ đang mở vẫn tự đồng bộ "
        "lúc 02:00.",
        "The nightly run is not set up: {because:because} ({path}). An open window syncs at 02:00 by itself.",
    ),
}
"""Error code → (Vietnamese, English)."""

BECAUSES: Mapping[str, tuple[str, str]] = {
    "connection_lost": ("mất kết nối", "the connection was lost"),
    "timeout": ("quá thời gian chờ", "it took too long"),
    "centre_busy": ("kho đang bận", "it is busy"),
    "shutting_down": ("kho đang dừng hoặc khởi động", "it is stopping or starting"),
    "standby": ("máy chủ này là máy dự phòng, chỉ đọc", "this server is a standby, read only"),
    "login_not_enrolled": (
        "tài khoản {login} chưa được ghi danh hoặc đã bị thu hồi",
        "the login {login} is not enrolled, or revoked",
    ),
    "origin_not_yours": ("dữ liệu này của quầy khác", "these records are another desk's"),
    "origin_closed": ("bản dữ liệu này của quầy đã bị khóa", "this life of the desk's file is closed"),
    "right_missing": ("tài khoản không có quyền", "the login has no right to it"),
    "not_installed": ("chưa cài ở đó", "it is not installed there"),
    "schema_too_old": ("kho do phiên bản cũ cài", "an older program installed it"),
    "server_too_old": ("PostgreSQL quá cũ", "its PostgreSQL is too old"),
    "blob_too_large": ("tệp lớn hơn 256 MiB", "it is larger than 256 MiB"),
    "other_size": ("cùng mã băm nhưng khác dung lượng", "the same hash was told with another size"),
    "piece_cut": ("phần gửi lên không đủ độ dài", "a piece has the wrong length"),
    "no_answer": ("máy chủ không trả lời", "its server does not answer"),
    "host_unknown": ("không tìm thấy tên máy chủ", "the name of its server is not known"),
    "login_not_admitted": (
        "máy chủ không nhận tài khoản hoặc mật khẩu này",
        "the server does not take this login or its password",
    ),
    "login_revoked": ("quyền truy cập của quầy đã bị thu hồi", "the desk's access was revoked"),
    "database_unknown": ("máy chủ không có cơ sở dữ liệu này", "the server has no such database"),
    "authority": (
        "chứng thư của máy chủ không do cơ quan chứng thực đã định cấp, hoặc đã hết hạn",
        "its certificate is not of the authority that was given, or not valid now",
    ),
    "certificate_name": ("chứng thư của máy chủ mang tên khác", "its certificate is for another name"),
    "no_tls": ("máy chủ không có TLS", "the server has no TLS"),
    "tls": ("không lập được kênh TLS an toàn", "no safe TLS channel could be made"),
    "authentication": (
        "máy chủ đòi mật khẩu theo cách không an toàn",
        "the server asks for the password in an unsafe way",
    ),
    "enrolment_missing": ("không có tệp này", "there is no such file"),
    "enrolment_foreign": ("đây không phải tệp ghi danh", "it is no enrolment file"),
    "enrolment_damaged": ("tệp bị hỏng hoặc đã bị sửa", "it is damaged or was changed"),
    "enrolment_too_new": (
        "tệp do phiên bản chương trình mới hơn tạo; hãy cập nhật chương trình",
        "a newer program made it; update the program",
    ),
    "extra_missing": (
        "máy này chưa cài gói PostgreSQL nhúng; hãy cài counter-app kèm phần thêm \"trial\" "
        "(pip install \"counter-app[trial]\")",
        "the embedded PostgreSQL is not installed here; install counter-app with its extra \"trial\" "
        "(pip install \"counter-app[trial]\")",
    ),
    "folder_not_empty": (
        "thư mục đã có tệp khác; hãy chọn thư mục trống",
        "there are other files in its folder; choose an empty one",
    ),
    "server_did_not_start": (
        "PostgreSQL nhúng không khởi động được; xem tệp log trong thư mục đó",
        "the embedded PostgreSQL did not start; see the file log in its folder",
    ),
    "program_fault": (
        "chương trình gặp lỗi, xem nhật ký logs/window.log",
        "the program met a fault, see its log logs/window.log",
    ),
    "no_systemd": (
        "máy này không có systemd của người dùng; hãy tự đặt lịch cho lệnh counter-app sync",
        "this machine has no systemd for its users; schedule the command counter-app sync by other means",
    ),
    "systemd_refused": (
        "systemd của người dùng không nhận; tệp đã ghi và có hiệu lực ở lần đăng nhập sau",
        "the user's systemd did not take it; the files are written and count from the next sign-in on",
    ),
    "no_task_scheduler": ("máy này không có Task Scheduler", "this machine has no Task Scheduler"),
    "task_refused": ("Task Scheduler của Windows không nhận", "the Windows Task Scheduler did not take it"),
    "agency": ("bản ghi của cơ quan khác", "it is another agency's"),
    "other_agency": ("kho trả lời cho cơ quan {agency}", "it answers for agency {agency}"),
    "again": ("một vị trí được cấp hai lần", "a position was given twice"),
    "sequence_gap": ("chuỗi việc của quầy này bị khuyết", "this desk's own chain has a gap"),
    "position": ("thiếu hoặc thừa vị trí trong sổ chung", "a position of the feed is missing or doubled"),
    "hash": ("mã băm của bản ghi sai", "its hash is wrong"),
    "feed_hash": ("dấu sổ chung sai", "the feed's hash is wrong"),
    "link": ("chuỗi bản ghi của quầy gửi bị đứt", "the chain of its desk is broken"),
    "id_reused": ("cùng mã việc nhưng khác nội dung", "the same id has other content"),
    "told_otherwise": (
        "kho kể khác điều đã xác nhận trước đây",
        "what was confirmed before is told otherwise now",
    ),
    "too_many_lives": (
        "quầy phải mở lại quá nhiều lần trong một lượt",
        "the desk had to begin anew too often in one pass",
    ),
    "changed_elsewhere": ("nơi khác đã sửa trước", "another desk changed it first"),
    "enrolment_says_other_desk": (
        "tệp này dành cho cơ quan hoặc số quầy khác với tham số đã cho",
        "it is made for another agency or desk number than was given",
    ),
    "enrolment_says_other_agency": (
        "tệp này ghi tên cơ quan khác với tham số đã cho",
        "it names the agency otherwise than was given",
    ),
    "enrolment_of_another_number": (
        "tệp này dành cho số quầy khác; dữ liệu của máy này là của quầy {desk}",
        "it is made for another desk number; the data here are desk {desk}'s",
    ),
    "enrolment_of_another_centre": (
        "quầy này đã nối một kho trung tâm khác",
        "this desk belongs to another central store already",
    ),
    "enrolment_of_a_file": (
        "tệp này dành cho quầy đã có dữ liệu (mã {origin}); hãy thêm --data và thư mục của quầy đó",
        "it is made for a desk that has its data already ({origin}); give --data and the folder of that desk",
    ),
    "trial_stays_at_home": (
        "bàn thử có mật khẩu công khai nên chỉ nối được kho thử trên chính máy này",
        "a trial desk, whose passwords are public, joins only a trial store on this very machine",
    ),
    "enrolment_of_another_desk": (
        "tệp này không phải của dữ liệu ở máy này; tệp đúng được tạo với --origin {origin}",
        "it is not made for the data here; the right one is made with --origin {origin}",
    ),
    "no_scheduler": (
        "chương trình chưa biết đặt lịch trên hệ điều hành này",
        "the program cannot schedule on this operating system yet",
    ),
}
"""Reason of a refusal → (Vietnamese, English)."""
