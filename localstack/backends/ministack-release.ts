/** The release of the local AWS endpoint that everything here was measured with; `requirements.txt` names the same. */
export const ministackVersion = '1.5.33';

/** Its container image, where a Docker engine runs. */
export const ministackImage = `ministackorg/ministack:${ministackVersion}`;
