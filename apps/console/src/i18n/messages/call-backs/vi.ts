import type { CatalogueLike } from '@alongside/design';
import type { en } from './en.ts';

/** Vietnamese texts of the call-backs page. */
export const vi: CatalogueLike<typeof en> = {
  lead: 'Khách hàng muốn được gọi lại thay vì chờ, yêu cầu cũ nhất trước',
  state: 'Trạng thái',
  'state.open': 'Đang chờ',
  'state.taken': 'Đã nhận',
  'state.done': 'Đã xong',
  failed: 'Không tải được các yêu cầu gọi lại.',
  'empty.open': 'Không ai đang chờ cuộc gọi',
  'empty.taken': 'Không có ai đang được gọi',
  'empty.done': 'Chưa có yêu cầu nào xong',
  'empty.text': 'Hàng đợi có thể cho khách yêu cầu gọi lại: Quản trị, Hàng đợi.',
  refresh: 'Làm mới',
  phone: 'Số điện thoại',
  asked: 'yêu cầu {time}',
  taken: '{agent} đã nhận',
  mine: 'bạn đã nhận',
  colleague: 'một đồng nghiệp',
  take: 'Nhận',
  'take.label': 'Nhận gọi lại cho {name}',
  done: 'Xong',
  'done.label': 'Đánh dấu đã gọi lại cho {name}',
  read: 'Đọc',
  'read.label': 'Đọc những gì {name} đã viết trước đó',
  'told.taken': 'Yêu cầu này là của bạn. Hãy gọi {name} ngay.',
  'told.done': 'Đã gọi lại xong cho {name}.',
  lost: 'Một đồng nghiệp đã nhận {name}.',
};
