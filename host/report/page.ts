/** The shell of every page: one file that needs nothing else, neither files nor a network. */
import { escapeHtml } from './html.ts';
import { STYLE } from './style.ts';

export interface Page {
  title: string;
  /** What stands in the body, as HTML. */
  body: string;
  /** Beyond the style that all pages have. */
  style?: string;
}

export const renderPage = ({ title, body, style = '' }: Page): string => `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>ckreMM: ${escapeHtml(title)}</title>
<style>${STYLE}${style}</style>
</head>
<body>
${body}
</body>
</html>
`;

/** A body whose main part a keyboard reaches in one step, and a script. */
export const bodyOf = (
  skip: string,
  header: string,
  main: string,
  script: string,
): string => `<a class="skip" href="#main">${skip}</a>
<header>
${header}
</header>
<main id="main">
${main}
</main>
<script>
${script}
</script>`;
