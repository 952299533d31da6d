/** Small enough to come with what draws them. `{name}`: the agent. */
export const TOGETHER_TEXTS = {
  en: {
    offer: '{name} would like to look at this page with you',
    more: 'You are asked again before anything is shown. You can stop at any moment.',
    yes: 'Yes, together',
    no: 'No, thank you',
    failed: 'That did not work. Please try again.',
  },
  nl: {
    offer: '{name} wil graag samen met u naar deze pagina kijken',
    more: 'Voordat er iets te zien is, wordt het u nog eens gevraagd. U kunt op elk moment stoppen.',
    yes: 'Ja, samen',
    no: 'Nee, dank u',
    failed: 'Dat is niet gelukt. Probeer het opnieuw.',
  },
  tr: {
    offer: '{name} bu sayfaya sizinle birlikte bakmak istiyor',
    more: 'Bir şey gösterilmeden önce size yeniden sorulur. İstediğiniz an durdurabilirsiniz.',
    yes: 'Evet, birlikte',
    no: 'Hayır, teşekkürler',
    failed: 'Olmadı. Lütfen yeniden deneyin.',
  },
  vi: {
    offer: '{name} muốn cùng bạn xem trang này',
    more: 'Bạn sẽ được hỏi lại trước khi nội dung hiện ra. Bạn có thể dừng bất cứ lúc nào.',
    yes: 'Vâng, cùng xem',
    no: 'Không, cảm ơn',
    failed: 'Có lỗi xảy ra. Vui lòng thử lại.',
  },
} as const;
