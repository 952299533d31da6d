import type { CatalogueLike } from '@alongside/design';
import type { en } from './reach-admin-en.ts';

export const vi: CatalogueLike<typeof en> = {
  words: 'Nội dung thông báo',
  'words.text':
    'Thông báo cho khách hàng biết công ty đã viết khi không ai mở cuộc chat. Nếu không kèm nội dung, nó chỉ báo có tin nhắn.',
  'words.include': 'Gửi tên nhân viên và phần đầu của tin nhắn',
  'words.include.hint': 'Được mã hóa từ máy chủ này đến trình duyệt. Có thể đọc được trên màn hình khóa.',
  sender: 'Ai chịu trách nhiệm',
  contact: 'Liên hệ cho dịch vụ đẩy',
  'contact.hint':
    'Địa chỉ email dạng mailto:help@example.com hoặc địa chỉ web có https. Để trống thì là địa chỉ của máy chủ này.',
  'contact.wrong': 'Phải bắt đầu bằng mailto: hoặc https://',
  key: 'Khóa công khai (VAPID)',
  'key.hint': 'Trình duyệt đăng ký bằng khóa này. Nó được tạo một lần và không đổi; khóa riêng được lưu mã hóa.',
  'push.saved': 'Đã lưu cài đặt thông báo.',
  tracking: 'Trang của khách truy cập',
  'tracking.text':
    'Nhân viên thấy khách hàng đã mở trang nào và ai đang ở trên trang. Lựa chọn đồng ý của khách luôn được tôn trọng.',
  'tracking.label': 'Lưu trang của ai',
  'tracking.on': 'Mọi người, trừ ai từ chối',
  'tracking.on.hint': 'Chỉ đúng khi khách của bạn được hỏi ở nơi khác hoặc không cần hỏi.',
  'tracking.consent': 'Chỉ người đã đồng ý',
  'tracking.consent.hint': 'Cho đến khi khách đồng ý, chỉ lưu những gì cuộc chat cần.',
  'tracking.off': 'Không ai',
  'tracking.off.hint': 'Chỉ lưu những gì cuộc chat cần.',
  keep: 'Trong bao lâu',
  'keep.label': 'Lưu trong',
  'keep.now': 'chỉ tháng này',
  'keep.months': { other: 'tháng này và {count} tháng trước đó' },
  'keep.hint': 'Những gì cũ hơn sẽ bị xóa. Ai rút lại sự đồng ý thì dữ liệu bị xóa ngay.',
  'visitors.saved': 'Đã lưu cài đặt về khách.',
};
