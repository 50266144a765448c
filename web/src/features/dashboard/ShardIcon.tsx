/** A shard: a splinter of a gem, in the stroke of the other icons. */
export function ShardIcon({ size = 20 }: { readonly size?: number }) {
  return (
    <svg
      width={size}
      height={size}
      viewBox="0 0 24 24"
      fill="none"
      stroke="currentColor"
      strokeWidth={1.7}
      strokeLinejoin="round"
      aria-hidden="true"
      focusable="false"
    >
      <path d="M14.500 3.500 19 10l-7.500 10.500L6 13.500zM14.500 3.500 12 13m7-3-7 3m-.5 7.500L12 13m-6 .500 6-.500" />
    </svg>
  );
}
