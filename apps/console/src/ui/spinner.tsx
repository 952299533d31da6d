import { LoaderCircle } from 'lucide-react';

/** Something is under way; the text beside it says what. */
export const Spinner = () => <LoaderCircle className="spinner" size={16} aria-hidden="true" />;
