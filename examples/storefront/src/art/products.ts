/**
 * Every product drawn in a box of 400 by 400 with its feet near y = 330, as plain SVG text. Colours are classes:
 * `o1 o2 o3` wood from light to dark, `f1 f2 f3` the piece's cloth, `k` ink, `p` paper, `g1 g2` leaves, `l` light.
 * The style sheet gives them values for light and dark.
 */
export const drawings: Readonly<Record<string, string>> = {
  halden: `
    <path class="o3" d="M161 246h9l-3 76h-6zM230 246h9v76h-6z"/>
    <path class="o2" d="M146 118c-3 40-1 86 4 124h11c-6-40-8-82-6-122zM254 118c3 40 1 86-4 124h-11c6-40 8-82 6-122z"/>
    <path class="o1" d="M138 104c38-17 86-17 124 0 5 2 6 7 5 12l-4 27c-1 5-5 6-10 5-34-9-72-9-106 0-5 1-9 0-10-5l-4-27c-1-5 0-10 5-12z"/>
    <path class="o2" d="M150 178c32-8 68-8 100 0l-1 12c-31-8-67-8-98 0z"/>
    <path class="f1" d="M139 229h122c8 0 13 3 15 9l4 12H120l4-12c2-6 7-9 15-9z"/>
    <path class="f2" d="M120 250h160c0 7-4 10-10 10H130c-6 0-10-3-10-10z"/>
    <path class="f3" d="M150 230l-8 20m26-20-5 20m26-20-2 20m23-20v20m22-20 3 20m20-20 5 20" fill="none" stroke-width="1.5"/>
    <path class="o1" d="M131 260h16l-6 74h-9zM269 260h-16l6 74h9z"/>
    <path class="o2" d="M146 268h108v8H145z"/>`,
  brede: `
    <path class="o2" d="M124 296h14l-8 38h-8zM276 296h-14l8 38h8z"/>
    <path class="f2" d="M112 170c0-46 34-72 88-72s88 26 88 72v94H112z"/>
    <path class="f1" d="M124 176c0-40 29-63 76-63s76 23 76 63v60H124z"/>
    <path class="f3" d="M200 115v108M168 119c-5 32-6 70-5 104M232 119c5 32 6 70 5 104" fill="none" stroke-width="1.5" opacity=".55"/>
    <path class="f2" d="M84 206c0-17 12-27 27-27s26 10 26 27v92h-30c-14 0-23-9-23-23zM316 206c0-17-12-27-27-27s-26 10-26 27v92h30c14 0 23-9 23-23z"/>
    <path class="f1" d="M90 207c0-13 9-21 20-21s20 8 20 20v60H90zM310 207c0-13-9-21-20-21s-20 8-20 20v60h40z"/>
    <path class="f1" d="M132 232c0-11 7-17 18-17h100c11 0 18 6 18 17v28H132z"/>
    <path class="f2" d="M132 258h136v40H132z"/>
    <path class="f3" d="M132 258h136" fill="none" stroke-width="2" opacity=".6"/>`,
  tarn: `
    <path class="o3" d="M108 214h12l-3 104h-8zM292 214h-12l3 104h8z"/>
    <path class="o1" d="M54 196c0-4 3-6 7-6h278c4 0 7 2 7 6v8H54z"/>
    <path class="o2" d="M54 204h292c0 6-3 10-9 10H63c-6 0-9-4-9-10z"/>
    <path class="o2" d="M84 214h232v12H84z"/>
    <path class="o1" d="M72 214h20l-8 120H73zM328 214h-20l8 120h11z"/>
    <path class="o2" d="M96 193c60-2 120 2 208-1" fill="none" stroke-width="1.5" opacity=".5"/>
    <path class="f1" d="M178 190c-11-9-16-20-13-33 2-9 6-14 6-20h20c0 6 4 11 6 20 3 13-2 24-13 33z"/>
    <path class="g2" d="M181 138c-4-28-16-44-32-58M181 138c0-30 6-50 18-68M181 138c8-20 22-32 40-38" fill="none" stroke-width="2.5"/>
    <path class="g1" d="M149 80c-9-2-14-9-14-18 9 0 15 7 14 18zM160 95c-10 2-17-3-20-11 9-4 17 1 20 11zM172 116c-10 3-18 0-22-8 9-5 18-1 22 8zM199 70c-2-9 2-17 10-21 4 9 0 17-10 21zM189 96c8-7 16-8 23-3-5 8-14 9-23 3zM186 112c-8-6-16-6-22 0 6 7 14 7 22 0zM221 100c6-8 14-10 22-6-4 9-13 11-22 6zM201 116c8-4 16-2 21 4-7 6-15 4-21-4z"/>
    <path class="p" d="M228 178h50c0 8-8 12-25 12s-25-4-25-12z"/>
    <path class="f2" d="M236 178a8 8 0 0 1 16 0zM250 178a9 9 0 0 1 18 0z"/>`,
  moss: `
    <path class="o3" d="M194 232h12l4 92h-9z"/>
    <path class="o2" d="M150 226h14l-22 108h-10zM250 226h-14l22 108h10z"/>
    <ellipse class="o2" cx="200" cy="222" rx="98" ry="19"/>
    <ellipse class="o1" cx="200" cy="215" rx="98" ry="19"/>
    <path class="o2" d="M128 214c40-9 100-10 144-1" fill="none" stroke-width="1.5" opacity=".5"/>
    <path class="f2" d="M140 205h74l6 7-5 5h-72z"/><path class="p" d="M144 200h72v6h-73z"/><path class="f1" d="M140 195h76l4 5h-78z"/>
    <path class="p" d="M232 184h34v16c0 10-6 14-17 14s-17-4-17-14z"/>
    <path class="ps" d="M266 189c11-2 13 14-2 14" fill="none" stroke-width="4"/>
    <path class="k" d="M241 176c-4-8 5-10 1-18M253 176c-4-8 5-10 1-18" fill="none" stroke-width="1.5" opacity=".35"/>`,
  fjell: `
    <path class="o2" d="M118 70h10v264h-10zM272 70h10v264h-10z"/>
    <path class="o3" d="M128 76h144v252H128z" opacity=".16"/>
    <path class="o1" d="M112 66h176v9H112zM122 128h156v8H122zM122 190h156v8H122zM122 252h156v8H122zM122 312h156v9H122z"/>
    <path class="f1" d="M136 88h11v40h-11zM164 84h9v44h-9z"/><path class="f2" d="M149 92h13v36h-13zM175 94h12v34h-12z"/><path class="p" d="M190 90l10-2 8 38-10 2z"/>
    <path class="f2" d="M226 128c-6-5-8-12-6-19 1-5 4-7 4-10h14c0 3 3 5 4 10 2 7 0 14-6 19z"/><path class="g2" d="M231 99c-2-12 2-20 8-26M231 99c-2-10-8-14-14-16" fill="none" stroke-width="2"/>
    <path class="p" d="M140 164h46v26h-46z"/><path class="f1" d="M140 176h46v4h-46z"/><circle class="f1" cx="240" cy="172" r="18"/><circle class="f3" cx="240" cy="172" r="7" opacity=".5"/>
    <path class="f2" d="M196 216h12v36h-12zM222 220h9v32h-9z"/><path class="p" d="M209 212h11v40h-11z"/><path class="f1" d="M234 210h14v42h-14zM250 218h10v34h-10z"/>
    <path class="o2" d="M142 236h34l-4 16h-26z"/><path class="g1" d="M158 236c-16-4-20-14-18-24 11 2 18 10 18 24zM158 236c14-6 17-17 13-27-10 4-15 14-13 27zM158 236c-3-16 0-24 4-30 5 9 4 20-4 30z"/>
    <path class="f1" d="M138 280h56v32h-56z"/><path class="f3" d="M150 290h32" fill="none" stroke-width="3"/><path class="f2" d="M204 290h58v22h-58z"/><path class="f1" d="M208 276h50v14h-50z"/>
    <path class="o2" d="M118 321h10v14h-10zM272 321h10v14h-10z"/>`,
  karst: `
    <path class="o3" d="M86 296h12l-4 38h-8zM314 296h-12l4 38h8z"/>
    <rect class="o2" x="52" y="204" width="296" height="96" rx="5"/>
    <rect class="o1" x="48" y="198" width="304" height="12" rx="4"/>
    <path class="o1" d="M62 218h84v72H62zM158 218h84v72h-84zM254 218h84v72h-84z"/>
    <path class="o3" d="M70 218v72m8-72v72m8-72v72m8-72v72m8-72v72m8-72v72m8-72v72m8-72v72m8-72v72M262 218v72m8-72v72m8-72v72m8-72v72m8-72v72m8-72v72m8-72v72m8-72v72m8-72v72" fill="none" stroke-width="2" opacity=".5"/>
    <path class="o3" d="M158 254h84" fill="none" stroke-width="2" opacity=".6"/><path class="k" d="M192 236h16M192 272h16" fill="none" stroke-width="3"/>
    <path class="p" d="M228 108h84v90h-84z"/><path class="f1" d="M236 116h68v74h-68z"/><path class="f2" d="M236 172c20-22 34-16 44-6s16 8 24 2v22h-68z"/><circle class="l" cx="284" cy="138" r="11"/>
    <path class="k" d="M110 194v-38" fill="none" stroke-width="4"/><path class="f1" d="M82 158c0-18 11-30 28-30s28 12 28 30z"/><path class="k" d="M92 198c0-4 6-6 18-6s18 2 18 6z"/>
    <path class="f2" d="M164 198c-8-7-11-15-8-25 2-7 5-10 5-15h14c0 5 3 8 5 15 3 10 0 18-8 25z"/><path class="g2" d="M168 158c-2-22 2-38 12-52M168 158c-4-18-12-28-24-34" fill="none" stroke-width="2"/><path class="g1" d="M180 106c0-8 4-13 11-15 2 8-2 13-11 15zM173 128c8-4 14-2 18 4-7 4-13 3-18-4zM144 124c-7 0-12-4-13-11 8-1 13 3 13 11zM158 136c-8 1-13-2-16-8 7-3 13 0 16 8z"/>`,
  moor: `
    <path class="k" d="M200 0v148" fill="none" stroke-width="3"/>
    <path class="l" d="M112 236h176l74 164H38z" opacity=".16"/><path class="l" d="M130 236h140l40 164H90z" opacity=".18"/>
    <path class="k" d="M188 140h24v16h-24z"/>
    <ellipse class="l" cx="200" cy="236" rx="98" ry="13"/><circle class="p" cx="200" cy="236" r="17"/>
    <path class="f1" d="M102 236c0-50 40-84 98-84s98 34 98 84c-24-9-58-13-98-13s-74 4-98 13z"/>
    <path class="f2" d="M200 152c58 0 98 34 98 84-12-5-27-8-45-10 0-38-20-64-53-74z" opacity=".55"/>
    <path class="ps" d="M128 204c7-17 19-29 36-36" fill="none" stroke-width="5" opacity=".5"/>`,
  lund: `
    <path class="l" d="M214 152h110l40 178H174z" opacity=".16"/>
    <ellipse class="k" cx="136" cy="330" rx="48" ry="8"/>
    <path class="o1" d="M136 328c-14-92-8-176 36-222 26-27 66-30 92-8" fill="none" stroke-width="8"/>
    <path class="k" d="M264 97v22" fill="none" stroke-width="3"/>
    <ellipse class="l" cx="268" cy="158" rx="54" ry="8"/>
    <path class="f1" d="M236 112h64l24 46H214z"/><path class="f2" d="M282 112h18l24 46h-26z" opacity=".6"/>
    <path class="f3" d="M250 112l-14 46m32-46v46m18-46 14 46" fill="none" stroke-width="1" opacity=".4"/>`,
  sund: `
    <path class="o2" d="M62 318h16v18H62zM322 318h16v18h-16z"/>
    <rect class="o1" x="60" y="118" width="280" height="140" rx="14"/>
    <path class="o2" d="M106 122v130m47-130v130m47-130v130m47-130v130m47-130v130" fill="none" stroke-width="2" opacity=".5"/>
    <path class="p" d="M88 214c0-18 12-28 30-28h46c18 0 28 10 28 28v18H88zM208 214c0-18 12-28 30-28h46c18 0 28 10 28 28v18H208z"/>
    <path class="f3" d="M104 200c16-4 50-4 70 0M224 200c16-4 50-4 70 0" fill="none" stroke-width="1.5" opacity=".3"/>
    <path class="f1" d="M62 244c0-14 10-22 26-22h224c16 0 26 8 26 22v54H62z"/>
    <path class="p" d="M62 244c0-14 10-22 26-22h224c16 0 26 8 26 22v6H62z"/>
    <path class="f2" d="M62 284c50-10 90 8 138-2s90-8 138 2v24c0 8-4 12-12 12H74c-8 0-12-4-12-12z"/>
    <path class="f3" d="M112 252c4 18 2 38-4 64M286 252c-4 18-2 38 4 64" fill="none" stroke-width="1.5" opacity=".4"/>`,
  dune: `
    <path class="f1" d="M92 214h216l56 118H36z"/>
    <path class="f2" d="M86 226h228l8 16H78zM72 256h256l10 22H62z"/><path class="f3" d="M56 292h288l7 14H49z" opacity=".75"/>
    <path class="ps" d="M70 268c12-7 20 7 32 0s20 7 32 0 20 7 32 0 20 7 32 0 20 7 32 0 20 7 32 0 20 7 32 0 14 5 30 0" fill="none" stroke-width="3" opacity=".7"/>
    <path class="f3" d="M40 332l-3 9m17-9-2 9m16-9-2 9m16-9-2 9m16-9-2 9m16-9-1 9m15-9-1 9m15-9-1 9m15-9v9m15-9v9m15-9v9m15-9v9m15-9v9m15-9v9m15-9v9m15-9 1 9m13-9 1 9m13-9 1 9m13-9 2 9m12-9 2 9m12-9 2 9m12-9 2 9m12-9 3 9" fill="none" stroke-width="2"/>
    <path class="f2" d="M150 196c0-22 20-36 50-36s50 14 50 36c0 12-6 20-16 24h-68c-10-4-16-12-16-24z"/><path class="f1" d="M158 190c0-16 16-26 42-26s42 10 42 26c-12 8-26 11-42 11s-30-3-42-11z"/>`,
}
