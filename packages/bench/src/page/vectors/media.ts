import type { Vector } from '../vector.ts'
import { add, make } from './make.ts'

/** WebKit drops a sound that nobody holds, now and then before it was asked for. */
const kept: HTMLAudioElement[] = []

/** Pictures, sound and film. */
export function media(): readonly Vector[] {
  return [
    make('img', 'img', 'svg', 'src'),
    {
      id: 'new-image',
      fire({ url }) {
        new Image().src = url('svg')
      },
    },
    { id: 'img-srcset', fire: ({ url, into }) => add(into, 'img', { srcset: `${url('svg')} 1x` }) },
    {
      id: 'picture-source',
      fire({ url, into }) {
        const picture = document.createElement('picture')
        add(picture, 'source', { srcset: url('svg') })
        picture.append(document.createElement('img'))
        into.append(picture)
      },
    },
    make('video', 'video', 'mp4', 'src'),
    make('audio', 'audio', 'mp3', 'src'),
    {
      id: 'new-audio',
      fire({ url }) {
        const audio = new Audio(url('mp3'))
        kept.push(audio)
        audio.load()
      },
    },
    {
      id: 'video-source',
      fire({ url, into }) {
        const video = document.createElement('video')
        add(video, 'source', { src: url('mp4'), type: 'video/mp4' })
        into.append(video)
      },
    },
    make('video-poster', 'video', 'svg', 'poster'),
    {
      id: 'video-track',
      fire({ url, into }) {
        const video = document.createElement('video')
        video.crossOrigin = 'anonymous'
        add(video, 'track', { kind: 'subtitles', src: url('vtt'), srclang: 'en', default: true })
        video.src = 'data:video/mp4;base64,AAAA'
        into.append(video)
        const [track] = video.textTracks
        if (track) track.mode = 'showing'
      },
    },
  ]
}
