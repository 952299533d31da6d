import type { CatalogueLike } from '@alongside/design';
import type { en } from './en.ts';

/** Vietnamese texts of the dialog that writes interactive messages. */
export const vi: CatalogueLike<typeof en> = {
  'compose.title': 'Tin nhắn tương tác',
  'compose.for': 'Cho {name}',
  kind: 'Loại',
  heading: 'Tiêu đề',
  text: 'Nội dung',
  event: 'Về việc gì',
  choices: 'Lựa chọn',
  choice: 'Lựa chọn {number}',
  'choice.add': 'Thêm lựa chọn',
  'choice.remove': 'Xóa lựa chọn {number}',
  url: 'Địa chỉ',
  picture: 'Địa chỉ hình ảnh',
  'address.hint': 'Bắt đầu bằng https://',
  slots: 'Khung giờ, theo đồng hồ của bạn',
  slot: 'Khung giờ {number}',
  'slot.minutes': 'Số phút của khung giờ {number}',
  'slot.add': 'Thêm khung giờ',
  'slot.remove': 'Xóa khung giờ {number}',
  standin: 'Văn bản khi không hiển thị được',
  'standin.hint': 'Trong ứng dụng cũ, thông báo và bản lưu.',
  preview: 'Xem trước',
  'preview.empty': 'Điền các ô để xem.',
  missing: 'Hãy điền ô này.',
  send: 'Gửi',
};
