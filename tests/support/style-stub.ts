/** Style sheets have nothing to say in a test without layout. */
export default {};
