/** The mark: a ship on an inclined slipway. Takes the colour of the text around it; decorative, so hidden from readers. */
export function SlipwayMark(props: { size?: number }) {
  const { size = 28 } = props;
  return (
    <svg
      width={size}
      height={size}
      viewBox="2 4 28 26"
      aria-hidden="true"
      focusable="false"
    >
      <path
        d="M4 20.5 28 27"
        fill="none"
        stroke="#ffb84d"
        strokeWidth="2.6"
        strokeLinecap="round"
      />
      <g transform="rotate(15.2 16 16)" fill="currentColor">
        <path d="M5 12.5h18.2L28 8.6c0 6.4-3.1 10.6-8.8 10.6H9.6C7 19.2 5.4 16.6 5 12.5Z" />
        <rect x="9.5" y="7" width="7.5" height="3.8" rx="1" />
      </g>
    </svg>
  );
}
