/** The style sheet of the page, light and dark. */
export const style = `:root{color-scheme:light dark;--line:light-dark(#d0d7de,#3d444d);--soft:light-dark(#f6f8fa,#151b23);--ink:light-dark(#1f2328,#f0f6fc);--quiet:light-dark(#59636e,#9198a1);--link:light-dark(#0969da,#58a6ff)}
*{box-sizing:border-box}html{scroll-padding-top:1rem}
body{margin:0;font:16px/1.5 system-ui,sans-serif;color:var(--ink);background:light-dark(#fff,#0d1117);display:grid;grid-template-columns:17rem minmax(0,1fr)}
a{color:var(--link);text-decoration:none}a:hover{text-decoration:underline}
nav{position:sticky;top:0;height:100vh;overflow:auto;padding:1rem;border-right:1px solid var(--line);background:var(--soft);font-size:.875rem}
nav .brand{font-weight:600;font-size:1rem;color:var(--ink)}nav h2{font-size:.75rem;text-transform:uppercase;letter-spacing:.04em;color:var(--quiet);margin:1rem 0 .25rem;border:0;padding:0}
nav ul{list-style:none;margin:0;padding:0}nav li a{display:block;padding:.125rem 0}
main{max-width:60rem;padding:1.5rem 2rem 6rem}h1{margin:0 0 .5rem;font-size:1.75rem}h2{margin:2.5rem 0 .5rem;padding-bottom:.25rem;border-bottom:1px solid var(--line)}
h3{margin:2rem 0 .25rem}h4{margin:1rem 0 .25rem;font-size:.875rem;color:var(--quiet)}p{margin:.5rem 0}
code,pre{font:.875em/1.5 ui-monospace,monospace}pre{padding:.75rem 1rem;overflow:auto;background:var(--soft);border:1px solid var(--line);border-radius:6px}
.call{display:flex;gap:.5rem;align-items:center;padding:.375rem .75rem;background:var(--soft);border:1px solid var(--line);border-radius:6px;overflow:auto}
.get{color:light-dark(#1a7f37,#3fb950)}.post,.patch{color:light-dark(#9a6700,#d29922)}.delete{color:light-dark(#d1242f,#f85149)}
table{border-collapse:collapse;table-layout:fixed;width:100%;font-size:.875rem}td{padding:.375rem .75rem .375rem 0;border-top:1px solid var(--line);vertical-align:top;overflow-wrap:break-word}
h2+table tr:first-child td{border-top:0}td:first-child{width:32%}td:nth-child(2):not(:last-child){width:26%}td:first-child:nth-last-child(2){width:8rem}
td i{color:light-dark(#d1242f,#f85149);font-style:normal;font-size:.75rem}td i.quiet{color:var(--quiet)}
@media(max-width:50rem){body{display:block}nav{position:static;height:auto;max-height:15rem;border-right:0;border-bottom:1px solid var(--line)}main{padding:1rem}td{padding-right:.5rem}}`;
