import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ArticleIndex } from '../../server/knowledge/search.ts'
import { wordsOf } from '../../server/knowledge/words.ts'

const articles = {
  退款: '退款需要五个工作日。请在三十天内联系我们。',
  保修: '磨豆机保修两年。',
  配送: '标准配送需要三到五天,运费为五欧元。满四十欧元免运费。',
  订阅: '您可以随时在账户中暂停或取消订阅。',
  付款方式: '我们接受信用卡、支付宝和微信支付。',
  返金: '返金には五営業日かかります。三十日以内にご連絡ください。',
  保証: 'グラインダーの保証期間は二年です。',
  送料: '送料は五百円です。五千円以上のご注文は無料です。',
  パスワード: 'パスワードを忘れた場合は、ログイン画面から再設定できます。',
  営業時間: '店舗の営業時間は午前九時から午後六時までです。',
  การคืนเงิน: 'การคืนเงินใช้เวลาห้าวันทำการ',
  การรับประกัน: 'เครื่องบดกาแฟมีการรับประกันสองปี',
  การจัดส่ง: 'ค่าจัดส่งห้าสิบบาท ใช้เวลาสามวัน',
  การชำระเงิน: 'เรารับบัตรเครดิตและพร้อมเพย์',
}

const questions: [string, keyof typeof articles][] = [
  ['退款要多久?', '退款'],
  ['多少天可以收到退款', '退款'],
  ['磨豆机有保修吗?', '保修'],
  ['保修几年', '保修'],
  ['运费多少钱?', '配送'],
  ['怎么取消订阅?', '订阅'],
  ['可以暂停订阅吗', '订阅'],
  ['能用微信支付吗?', '付款方式'],
  ['返金にはどのくらいかかりますか?', '返金'],
  ['いつ返金されますか', '返金'],
  ['グラインダーの保証は何年ですか?', '保証'],
  ['送料はいくらですか?', '送料'],
  ['パスワードを忘れました', 'パスワード'],
  ['営業時間を教えてください', '営業時間'],
  ['คืนเงินใช้เวลากี่วัน', 'การคืนเงิน'],
  ['เครื่องบดรับประกันกี่ปี', 'การรับประกัน'],
  ['ค่าจัดส่งเท่าไหร่', 'การจัดส่ง'],
  ['จ่ายด้วยบัตรเครดิตได้ไหม', 'การชำระเงิน'],
  ['ใช้เวลาจัดส่งกี่วัน', 'การจัดส่ง'],
  ['支持支付宝吗', '付款方式'],
]

test('questions in scripts without spaces find their article by words alone', () => {
  const index = new ArticleIndex()
  index.replace(Object.entries(articles).map(([title, body]) => ({ id: title, title, body, url: null })))
  const missed = questions.filter(([question, title]) => index.search(question)[0]?.articleId !== title)
  assert.deepEqual(missed, [])
})

test('accents are left out where people leave them out, and letters stay whole elsewhere', () => {
  assert.deepEqual(wordsOf("Élodie's ÜBERWEISUNG"), ['elodies', 'uberweisung'])
  assert.deepEqual(wordsOf('が か'), ['が', 'か'])
})
