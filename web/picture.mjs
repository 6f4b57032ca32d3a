// Takes the README's picture from a running demo: node picture.mjs http://localhost:8080 ../docs/console.png
import { chromium } from 'playwright-core'

const [
  ,
  ,
  base = 'http://localhost:8080',
  target = '../docs/console.png',
  path = '/live',
  user = 'command',
  width = '1440',
  height = '900',
] = process.argv
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: [
    '--no-sandbox',
    '--disable-gpu',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
    '--no-first-run',
  ],
})
const page = await browser.newPage({
  viewport: { width: Number(width), height: Number(height) },
  locale: 'zh-CN',
})
page.on('console', (message) => {
  if (message.type() === 'error') console.error('console:', message.text())
})
page.on('pageerror', (error) => console.error('page:', error.message))
await page.goto(base)
await page.getByTestId('username').fill(user)
await page.getByTestId('password').fill('Park-Demo-2022')
await page.getByTestId('password').press('Enter')
await page.waitForTimeout(2500)
await page.goto(base + path)
await page.waitForTimeout(4000)
await page.screenshot({ path: target })
await browser.close()
