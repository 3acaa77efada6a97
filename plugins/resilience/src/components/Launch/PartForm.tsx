import Alert from '@mui/material/Alert';
import Box from '@mui/material/Box';
import Form from '@rjsf/material-ui';
import { customizeValidator } from '@rjsf/validator-ajv8';
import { PartDesign } from '@slipway/plugin-resilience-common';
import { PartOffer } from '@slipway/plugin-work-common';

/** The server judges; this one only finds the branch of a schema that a value is in. */
const validator = customizeValidator({
  ajvOptionsOverrides: { strict: false, validateFormats: false },
});

const UI = { 'ui:submitButtonOptions': { norender: true } } as const;

/** The arguments of a part: a form made of the schema that its provider offers. */
export function PartForm(props: {
  part: PartDesign;
  offer?: PartOffer;
  onChange: (args: object) => void;
}) {
  const { part, offer, onChange } = props;
  if (!offer) {
    return (
      <Alert severity="warning">
        {`${part.offer} is not offered here: no installed plugin knows it. Remove the part.`}
      </Alert>
    );
  }
  return (
    <Box sx={{ maxWidth: 640, minWidth: 0 }}>
      <Box sx={{ color: 'text.secondary', fontSize: 14, mb: 1 }}>
        {offer.help}
      </Box>
      <Form
        tagName="div"
        idPrefix={`part-${part.id}`}
        schema={{ ...offer.schema, title: undefined, description: undefined }}
        uiSchema={UI}
        formData={part.args}
        validator={validator}
        noValidate
        noHtml5Validate
        showErrorList={false}
        onChange={({ formData }) => formData && onChange(formData)}
      />
    </Box>
  );
}
