import type { LinkFault } from './inner-link.ts';

interface Texts {
  readonly lang: string;
  readonly title: string;
  readonly login: string;
  readonly call: string;
  readonly open: string;
  readonly store: string;
  readonly afterStore: string;
  readonly notBuilt: string;
  readonly wrong: string;
  readonly faults: Readonly<Record<LinkFault, string>>;
}

const en: Texts = {
  lang: 'en',
  title: 'Phone',
  login: 'This link signs you in to the phone.',
  call: 'This link calls a number in your name.',
  open: 'Open the phone',
  store: "Get the company's app",
  afterStore: 'Once the app is there, come back to this page and open the phone, or use the link again.',
  notBuilt: 'The phone is not on this server. Ask your administrator.',
  wrong: 'This link cannot be followed',
  faults: {
    missing: 'It holds no inner link. Make it again in the app that you came from.',
    not_a_link: 'What it holds is no login and no call link.',
    not_encoded:
      'Its inner link is not encoded, so that it fell apart at the first “&”. Whoever makes the link must encode the whole inner link once (encodeURIComponent).',
    encoded_twice: 'Its inner link is encoded twice. Whoever makes the link must encode it once.',
    incomplete:
      'A part of it is missing: a login link needs appToken and appDomain, a call link phone, appToken and tempId.',
    bad_number: 'The number in it is no telephone number. Nothing was dialled.',
  },
};

const vi: Texts = {
  lang: 'vi',
  title: 'Điện thoại',
  login: 'Liên kết này đăng nhập bạn vào điện thoại.',
  call: 'Liên kết này gọi một số thay cho bạn.',
  open: 'Mở điện thoại',
  store: 'Tải ứng dụng của công ty',
  afterStore: 'Khi đã cài ứng dụng, hãy quay lại trang này và mở điện thoại, hoặc dùng lại liên kết.',
  notBuilt: 'Máy chủ này không có điện thoại. Hãy hỏi quản trị viên.',
  wrong: 'Không thể mở liên kết này',
  faults: {
    missing: 'Liên kết không chứa liên kết bên trong. Hãy tạo lại trong ứng dụng bạn vừa dùng.',
    not_a_link: 'Nội dung không phải liên kết đăng nhập hay gọi.',
    not_encoded:
      'Liên kết bên trong chưa được mã hóa nên bị tách ở dấu “&” đầu tiên. Cần mã hóa toàn bộ liên kết bên trong một lần (encodeURIComponent).',
    encoded_twice: 'Liên kết bên trong bị mã hóa hai lần. Chỉ mã hóa một lần.',
    incomplete:
      'Thiếu một phần: liên kết đăng nhập cần appToken và appDomain, liên kết gọi cần phone, appToken và tempId.',
    bad_number: 'Số trong liên kết không phải số điện thoại. Không có cuộc gọi nào được thực hiện.',
  },
};

/** In the language that the browser asks for first, of those that the published wire is used in. */
export const textsFor = (acceptLanguage: string): Texts => (/^\s*vi\b/i.test(acceptLanguage) ? vi : en);
