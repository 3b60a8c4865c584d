/** The main process of a sandbox: ends at the deadline, whoever started it. */
export const wardenScript: string = `trap '' TERM INT HUP
while (( SECONDS < $1 )); do
  IFS= read -r -t $(( $1 - SECONDS )) line || { (( $? > 128 )) || exec sleep $(( $1 - SECONDS )); }
done`;
