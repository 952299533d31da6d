/** Small enough to come with what draws them. `{tenant}`: the company. */
export const SHOW_TEXTS = {
  en: {
    title: 'Look at this page together?',
    text: 'Your agent from {tenant} can then see this page. You are asked again before anything is shown, and hidden fields stay hidden.',
    failed: 'The page cannot be shown right now. Please try again.',
    go: 'Show this page',
    stay: 'Not now',
  },
  nl: {
    title: 'Samen naar deze pagina kijken?',
    text: 'De medewerker van {tenant} kan deze pagina dan zien. Voordat er iets te zien is, wordt het u nog eens gevraagd, en verborgen velden blijven verborgen.',
    failed: 'De pagina kan nu niet worden getoond. Probeer het opnieuw.',
    go: 'Deze pagina laten zien',
    stay: 'Niet nu',
  },
  tr: {
    title: 'Bu sayfaya birlikte bakalım mı?',
    text: '{tenant} temsilciniz bu sayfayı görebilir. Bir şey gösterilmeden önce size yeniden sorulur; gizli alanlar gizli kalır.',
    failed: 'Sayfa şu anda gösterilemiyor. Lütfen yeniden deneyin.',
    go: 'Bu sayfayı göster',
    stay: 'Şimdi değil',
  },
  vi: {
    title: 'Cùng xem trang này?',
    text: 'Nhân viên của {tenant} sẽ có thể xem trang này. Bạn sẽ được hỏi lại trước khi nội dung hiện ra, và các ô ẩn vẫn ẩn.',
    failed: 'Hiện chưa cho xem trang được. Vui lòng thử lại.',
    go: 'Cho xem trang này',
    stay: 'Để sau',
  },
} as const;
